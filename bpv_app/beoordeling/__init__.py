"""The assessment of a placement per werkproces, and the evaluation of it by student and company."""
