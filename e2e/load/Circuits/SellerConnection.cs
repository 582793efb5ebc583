using System.Text;
using Ticketing.Load.Http;

namespace Ticketing.Load.Circuits;

/// <summary>One of the connections on which a seller holds and orders.</summary>
internal sealed class SellerConnection(Seller seller) : Client(bodyBytesKept: 512)
{
    private const int Created = 201;

    private int _seat;
    private bool _isOrdering;

    public override void Begin(EventLoop loop) => seller.Free(this);

    public void Sell(EventLoop loop, int firstSeat)
    {
        (_seat, _isOrdering) = (firstSeat, false);
        seller.News.Holds.Sent(_seat, Seller.SeatsPerBooking, loop.Now);
        loop.Send(this, seller.Requests.Hold(0, _seat));
    }

    public override void Answered(EventLoop loop)
    {
        if (!_isOrdering && Answer.Status == Created && seller.Requests.Order(Answer.Body) is { IsEmpty: false } order)
        {
            _isOrdering = true;
            seller.News.Holds.Answered(_seat, Seller.SeatsPerBooking, loop.Now);
            seller.News.Orders.Sent(_seat, Seller.SeatsPerBooking, loop.Now);
            loop.Send(this, order);
            return;
        }

        if (_isOrdering && Answer.Status == Created && Answer.Body.IndexOf("\"status\":\"paid\""u8) >= 0)
        {
            seller.News.Orders.Answered(_seat, Seller.SeatsPerBooking, loop.Now);
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
