"""What happens to a company: it is new, joins, declines, leaves, or is called something else."""
