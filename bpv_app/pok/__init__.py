"""The placement agreement (praktijkovereenkomst): life cycle, signing, mutation, document."""
