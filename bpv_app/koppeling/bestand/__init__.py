"""Files a school brings itself: CSV and XLSX with its own column names, read safely and mapped to our fields."""
