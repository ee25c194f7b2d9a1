"""What is built: one file per noun, one public component per file."""
