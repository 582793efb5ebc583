using System.Text;
using Ticketing.Load.Http;

namespace Ticketing.Load.Circuits;

/// <summary>A seller's connection.</summary>
internal sealed class SellerConnection(Seller seller) : Client(bodyBytesKept: 512)
{
    private const int Created = 201;

    private int _seat;
    private bool _isOrdering;

    public override void Begin(EventLoop loop) => seller.Free(this);

    public void Sell(EventLoop loop, int firstSeat)
    {
        (_seat, _isOrdering) = (firstSeat, false);
        seller.Updates.Holds.Sent(_seat, Seller.SeatsPerBooking, loop.Now);
        loop.Send(this, seller.Requests.Hold(0, _seat));
    }

    public override void Answered(EventLoop loop)
    {
        if (!_isOrdering && Answer.Status == Created && seller.Requests.Order(Answer.Body) is { IsEmpty: false } order)
        {
            _isOrdering = true;
            seller.Updates.Holds.Answered(_seat, Seller.SeatsPerBooking, loop.Now);
            seller.Updates.Orders.Sent(_seat, Seller.SeatsPerBooking, loop.Now);
            loop.Send(this, order);
            return;
        }

        if (_isOrdering && Answer.Status == Created && Answer.Body.IndexOf("\"status\":\"paid\""u8) >= 0)
        {
            seller.Updates.Orders.Answered(_seat, Seller.SeatsPerBooking, loop.Now);
            seller.Confirmed();
        }
        else
        {
            seller.Wrong($"{Answer.Status} {Encoding.UTF8.GetString(Answer.Body)}");
        }

        seller.Free(this);
    }

    public override void Broken(EventLoop loop, string reason)
    {
        seller.Wrong("a connection broke: " + reason);
        seller.Free(this);
    }
}
