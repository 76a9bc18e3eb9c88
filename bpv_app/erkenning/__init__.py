"""What follows when a company loses an accreditation: every agreement and place that depended on it, until solved."""
