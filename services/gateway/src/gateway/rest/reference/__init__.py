"""What is told of the APIs: the OpenAPI document and the pages to read it with."""
