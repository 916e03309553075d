"""What reading a file takes: telling binary from text, decoding, tidying."""
