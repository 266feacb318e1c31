import pyarrow as pa
import pytest
from rows import make_groups


@pytest.fixture
def groups() -> pa.Table:
    return make_groups(3)
