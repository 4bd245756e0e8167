"""The page that follows one example through the network and back, a layer at a time."""
