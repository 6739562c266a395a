// The source a target must have that exists for its precompiled header.
