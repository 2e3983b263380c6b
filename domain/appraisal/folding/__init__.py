"""How each event changes where an appraisal stands, a module for each part of the matter; `fold` applies them all."""
