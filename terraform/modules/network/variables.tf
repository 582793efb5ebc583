variable "name" {
  description = "Prefix of every name."
  type        = string
}

variable "cidr" {
  description = "Addresses of the network, a /16. It must not overlap with the pods' (10.42.0.0/16) and the services' (10.43.0.0/16) of k3s."
  type        = string
  validation {
    condition     = can(cidrhost(var.cidr, 0)) && endswith(var.cidr, "/16") && !contains(["10.42.0.0/16", "10.43.0.0/16"], var.cidr)
    error_message = "cidr is a /16 other than those of k3s."
  }
}

variable "zones" {
  description = "Names of three availability zones."
  type        = list(string)
  validation {
    condition     = length(var.zones) == 3
    error_message = "Three zones: etcd needs a majority when one of them fails."
  }
}

variable "nat_per_zone" {
  description = "A NAT gateway in each zone; false: one for all, cheaper, and without a way out when its zone fails."
  type        = bool
}

variable "flow_log_days" {
  description = "How long flow logs are kept, in days."
  type        = number
  default     = 90
}
