"""E-mail: written, kept until a server has taken it, never sent twice."""
