"""The interest model: records as columns, the fit, draws of what may turn out."""
