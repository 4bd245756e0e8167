"""A training: the thread that trains, what it is told, what it tells, and what it keeps."""
