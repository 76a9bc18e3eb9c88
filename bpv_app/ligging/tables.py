"""Where postcodes lie, as the school imported it (WGS84 degrees). The app brings no such table."""

import sqlalchemy as sa
from sqlmodel import Field, SQLModel


class Postcode(SQLModel, table=True):
    """The middle of a PC4. `straal`: kilometres from there to the farthest of its full postcodes that we know."""

    pc4: str = Field(max_length=4, primary_key=True)
    breedte: float
    lengte: float
    straal: float = Field(default=0.0, sa_column_kwargs={"server_default": "0"})
    __table_args__ = (sa.Index("ix_postcode_breedte_lengte", "breedte", "lengte"),)


class Postcode6(SQLModel, table=True):
    """The middle of a full postcode (`2312AB`), for schools whose table is that fine."""

    pc6: str = Field(max_length=6, primary_key=True)
    breedte: float
    lengte: float
