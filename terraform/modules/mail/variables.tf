variable "name" {
  type = string
}

variable "domain" {
  description = "Domain of the sender's address."
  type        = string
}

variable "zone_id" {
  type = string
}

variable "bounces_to" {
  description = "Address of the people who look after bounces and complaints."
  type        = string
  validation {
    condition     = can(regex("^[^@ ]+@[^@ ]+$", var.bounces_to))
    error_message = "An e-mail address."
  }
}

variable "secret_name" {
  description = "Name of the secret with the SMTP credentials."
  type        = string
}
