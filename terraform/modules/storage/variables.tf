variable "name" {
  description = "Prefix of the buckets' names; they are unique in the world."
  type        = string
}

variable "secret_name" {
  description = "Name of the secret with the shop's key for the pictures."
  type        = string
}

variable "log_days" {
  description = "How long the load balancer's logs are kept, in days."
  type        = number
  default     = 90
}
