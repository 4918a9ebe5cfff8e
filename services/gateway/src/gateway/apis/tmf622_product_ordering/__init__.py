"""TMF622: product orders, and the forms they are asked with."""
