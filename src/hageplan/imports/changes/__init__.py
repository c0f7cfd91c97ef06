"""What happened to companies since the register was asked last."""
