"""One person: match individuals to a stool profile, simulate a day, say what is known and what is not."""
