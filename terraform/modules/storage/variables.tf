variable "name" {
  description = "Prefix of the buckets' names; they are unique in the world."
  type        = string
}

variable "log_days" {
  description = "How long the load balancer's logs are kept, in days."
  type        = number
  default     = 90
}
