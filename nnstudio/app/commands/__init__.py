"""What the menus do: files, exports, the network, and the table of all actions."""
