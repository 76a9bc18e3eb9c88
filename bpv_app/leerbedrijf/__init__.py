"""The common relations file: companies, locations, contact persons, accreditations."""
