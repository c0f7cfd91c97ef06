"""The forecast of many næringshager at once, on several processes or a cluster.

Each workspace is read where its tasks are done. What comes back is added up: no record leaves the
process that read it.
"""
