variable "name" {
  type = string
}

variable "vpc_id" {
  type = string
}

variable "network_cidr" {
  description = "Addresses of the nodes."
  type        = string
}

variable "public_subnet_ids" {
  type = list(string)
}

variable "zone_id" {
  description = "Public Route 53 zone of the host name."
  type        = string
}

variable "host" {
  description = "The shop's host name."
  type        = string
}

variable "logs_bucket" {
  type = string
}

variable "requests_per_five_minutes" {
  description = "Requests of one address in five minutes, without queue status and static files; more are blocked. The shop has finer limits of its own."
  type        = number
  default     = 6000
}

variable "large_body_paths" {
  description = "Paths whose requests may have more than 8 KiB: uploads, imports, webhooks of providers, scans of a door without network, long forms of staff."
  type        = list(string)
  default     = ["/organizer/", "/admin/", "/api/v1/organizer/", "/webhooks/", "/api/v1/checkin/", "/_blazor"]
}

variable "cloudfront_certificate_arn" {
  description = "A certificate of us-east-1 for the host puts CloudFront in front; null: none."
  type        = string
  default     = null
}
