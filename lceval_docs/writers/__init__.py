"""One per output format, each ignorant of the others: word/, pages/, schema, data. They return bytes or text."""
