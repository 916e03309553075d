"""What `NewsSummarizer` is made of: units, their features, their chances, and the choice of sentences."""
