"""What only Windows has: access rights, kinds of drives, input methods. Nothing of it loads elsewhere."""
