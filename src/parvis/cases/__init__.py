"""What a person has to decide for a client: opened by the client, taken up by an agent, followed by both."""
