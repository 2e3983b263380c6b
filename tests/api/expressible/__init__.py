"""Rules of real appraisal law beyond the shipped rulebooks, each as a small document that does what the rule says."""
