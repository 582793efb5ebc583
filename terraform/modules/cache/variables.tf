variable "name" {
  type = string
}

variable "vpc_id" {
  type = string
}

variable "subnet_ids" {
  type = list(string)
}

variable "client_security_group_id" {
  type = string
}

variable "node_type" {
  type = string
}

variable "replicas" {
  description = "Replicas beside the primary; 0: none, and no failover. The shop survives the loss."
  type        = number
  validation {
    condition     = var.replicas >= 0 && var.replicas <= 2
    error_message = "0 to 2 replicas."
  }
}
