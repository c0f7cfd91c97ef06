"""The pages of reports: what stands on them in words, and the charts."""
