"""From our words to the protobuf messages, MML, GSUP and record lines, and back."""
