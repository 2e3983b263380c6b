"""The appraisal itself: rules, deciders and results; pure, without clock, input or output."""
