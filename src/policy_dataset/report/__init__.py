"""Problems for people and machines."""
