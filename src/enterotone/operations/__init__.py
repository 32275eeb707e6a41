"""One file per verb, a typed request in and a typed result out; command line and web call the same."""
