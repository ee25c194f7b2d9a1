BUCKET = "theirs"
