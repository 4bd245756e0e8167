"""Everything a user can change in a document, as pure functions and the words for it."""
