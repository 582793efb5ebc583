variable "name" {
  type = string
}

variable "people" {
  description = "Addresses that get the alarms."
  type        = list(string)
  validation {
    condition     = length(var.people) > 0
    error_message = "Somebody must get the alarms."
  }
}

variable "database" {
  type = string
}

variable "database_connections_max" {
  description = "Connections from which on the database is nearly full."
  type        = number
}

variable "cache_members" {
  type = list(string)
}

variable "load_balancer" {
  type = string
}

variable "target_group" {
  type = string
}
