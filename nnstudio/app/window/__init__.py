"""The main window: its columns, the timeline, the banner, the status bar, the welcome."""
