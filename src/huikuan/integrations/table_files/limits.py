"""What one uploaded file may hold; S24 bounds the upload itself to the same size."""

MAX_CONTENT_BYTES = 20_000_000
MAX_ROWS = 200_000
