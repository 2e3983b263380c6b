"""Tests of what joins the log to Temporal."""
