"""The review desk: a web application over the deployment's database."""
