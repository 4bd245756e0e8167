"""What ships with NNStudio beside code: examples, data sets, icons."""
