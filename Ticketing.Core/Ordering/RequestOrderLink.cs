namespace Ticketing.Core.Ordering;

/// <summary>Requests a mail with the link to an order, for buyers without it. Takes what the buyer typed.</summary>
/// <param name="Number">The order's number in any spelling: <c>t 7k3m 9q2x</c>.</param>
/// <param name="Email">The address that the order was placed with. The mail goes there and nowhere else.</param>
public sealed record RequestOrderLink(string Number, string Email);
