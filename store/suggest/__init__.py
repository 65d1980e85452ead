"""What is proposed to a person: likely spans, the same text elsewhere, rules, what is learned."""
