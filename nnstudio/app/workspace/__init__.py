"""The open experiment: its document, undo, selection and run, shared by every panel."""
