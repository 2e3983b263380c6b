"""What workflows may ask for, and the follower that joins the log to Temporal."""
